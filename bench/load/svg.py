# bench/load/svg.py: charts as SVG, from numbers and words alone: bars, ranges, lines.
import math
from xml.sax.saxutils import escape

INK, QUIET, GRID, GROUND = "#1f2933", "#66727f", "#e3e7eb", "#ffffff"
COLOURS = ["#2f6f9f", "#d08b2c", "#4f8f66", "#8a5a9e", "#b5495b", "#7a8794"]
WIDTH = 860
LEFT, RIGHT = 190, 110
ROW, BAR, GAP = 14, 11, 10
MARK = "#b5495b"


def shown(value):
    """A number with as many digits as one reads: 39,370; 12.3; 0.44."""
    if value >= 100:
        return f"{value:,.0f}"
    return (f"{value:.1f}" if value >= 10 else f"{value:.2f}").rstrip("0").rstrip(".")


class Picture:
    """What is drawn, in order; heights are known when it is written."""

    def __init__(self, title, note=""):
        self.parts, self.title = [], title
        self.y = 28
        self.text(16, self.y, title, size=16, weight="bold")
        for line in note.splitlines():
            self.y += 18
            self.text(16, self.y, line, colour=QUIET)
        self.y += 24

    def text(self, x, y, words, size=12, colour=INK, anchor="start", weight="normal"):
        self.parts.append(f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" fill="{colour}" text-anchor="{anchor}" font-weight="{weight}">'
                          f"{escape(str(words))}</text>")

    def box(self, x, y, width, height, colour):
        self.parts.append(f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(width, 0.5):.1f}" height="{height:.1f}" fill="{colour}" rx="1.5"/>')

    def line(self, x1, y1, x2, y2, colour=GRID, width=1.0, dash=""):
        dashes = f' stroke-dasharray="{dash}"' if dash else ""
        self.parts.append(f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}" stroke-width="{width}"{dashes}/>')

    def path(self, points, colour):
        told = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        self.parts.append(f'<polyline points="{told}" fill="none" stroke="{colour}" stroke-width="1.8"/>')

    def legend(self, names):
        x = 16
        for name, colour in zip(names, COLOURS):
            self.box(x, self.y - 9, 10, 10, colour)
            self.text(x + 15, self.y, name, colour=QUIET)
            x += 15 + 6.6 * len(name) + 22
        self.y += 16

    def written(self):
        height = self.y + 14
        return (f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height:.0f}" viewBox="0 0 {WIDTH} {height:.0f}" role="img" '
                f'font-family="sans-serif">\n<title>{escape(self.title)}</title>\n<rect width="100%" height="100%" fill="{GROUND}"/>\n'
                + "\n".join(self.parts) + "\n</svg>\n")


class Scale:
    """From values to places between `begin` and `end`; logarithmic when asked, then from `least` on."""

    def __init__(self, least, most, begin, end, is_log=False):
        self.is_log = is_log
        self.least = 10 ** math.floor(math.log10(least)) if is_log else 0
        self.most = 10 ** math.ceil(math.log10(most)) if is_log else most
        self.begin, self.end = begin, end

    def at(self, value):
        if self.is_log:
            value = max(value, self.least)
            share = (math.log10(value) - math.log10(self.least)) / max(math.log10(self.most) - math.log10(self.least), 1e-9)
        else:
            share = value / self.most
        return self.begin + share * (self.end - self.begin)

    def ticks(self):
        if self.is_log:
            low, high = round(math.log10(self.least)), round(math.log10(self.most))
            return [10.0 ** power for power in range(low, high + 1)]
        step = 10 ** math.floor(math.log10(self.most))
        step = next(size for size in (step / 5, step / 2, step, 2 * step) if self.most / size <= 6)
        return [step * number for number in range(int(self.most / step) + 1)]


def grid(picture, scale, bottom):
    for tick in scale.ticks():
        x = scale.at(tick)
        picture.line(x, picture.y, x, bottom)
        picture.text(x, bottom + 14, shown(tick), size=11, colour=QUIET, anchor="middle")


def bars(title, note, names, groups, wanted=None, is_log=False, suffix=""):
    """`groups`: [(label, [value or None per name])]; `wanted`: a mark on a group by its label."""
    picture = Picture(title, note)
    if len(names) > 1:
        picture.legend(names)
    wanted = wanted or {}
    values = [value for _, row in groups for value in row if value] + [wanted[label] for label, _ in groups if label in wanted]
    scale = Scale(min(values), max(values), LEFT, WIDTH - RIGHT, is_log)
    heights = [max(1, sum(value is not None for value in row)) * ROW + GAP for _, row in groups]
    bottom = picture.y + sum(heights)
    grid(picture, scale, bottom)
    for (label, row), height in zip(groups, heights):
        picture.text(LEFT - 10, picture.y + (height - GAP) / 2 + 4, label, anchor="end")
        y = picture.y
        for value, colour in zip(row, COLOURS):
            if value is None:
                continue
            picture.box(LEFT, y + 1, scale.at(value) - LEFT, BAR, colour)
            words = shown(value) + suffix
            x, end = scale.at(value) + 5, scale.at(value) + 8 + 6.5 * len(words)
            mark = scale.at(wanted[label]) if label in wanted else end
            picture.text(mark + 5 if x - 5 <= mark < end else x, y + 11, words, size=11, colour=QUIET)
            y += ROW
        if label in wanted:
            x = scale.at(wanted[label])
            picture.line(x, picture.y - 2, x, picture.y + height - GAP + 2, MARK, 2)
        picture.y += height
    picture.y = bottom + 20
    return picture.written()


def ranges(title, note, names, groups, unit):
    """`groups`: [(label, [(low, high) or None per name])], on a logarithmic scale."""
    picture = Picture(title, note)
    picture.legend(names)
    values = [value for _, row in groups for pair in row if pair for value in pair]
    scale = Scale(min(values), max(values), LEFT, WIDTH - RIGHT, is_log=True)
    heights = [max(1, sum(pair is not None for pair in row)) * ROW + GAP for _, row in groups]
    bottom = picture.y + sum(heights)
    grid(picture, scale, bottom)
    for (label, row), height in zip(groups, heights):
        picture.text(LEFT - 10, picture.y + (height - GAP) / 2 + 4, label, anchor="end")
        y = picture.y
        for pair, colour in zip(row, COLOURS):
            if pair is None:
                continue
            picture.box(scale.at(pair[0]), y + 3, scale.at(pair[1]) - scale.at(pair[0]), BAR - 4, colour)
            picture.text(scale.at(pair[1]) + 5, y + 11, f"{shown(pair[0])} to {shown(pair[1])} {unit}", size=11, colour=QUIET)
            y += ROW
        picture.y += height
    picture.y = bottom + 20
    return picture.written()


def lines(title, note, panels, x_label):
    """`panels`: [(label, [(name, [(x, y)])])], one below the other over the same x."""
    picture = Picture(title, note)
    xs = [x for _, series in panels for _, points in series for x, _ in points]
    across = Scale(1, max(xs) or 1, 70, WIDTH - 30)
    for label, series in panels:
        picture.text(16, picture.y, label, weight="bold")
        picture.y += 16
        if len(series) > 1:
            picture.legend([name for name, _ in series])
        top, bottom = picture.y, picture.y + 120
        up = Scale(1, max(y for _, points in series for _, y in points) * 1.05 or 1, bottom, top)
        for tick in up.ticks():
            picture.line(70, up.at(tick), WIDTH - 30, up.at(tick))
            picture.text(62, up.at(tick) + 4, shown(tick), size=11, colour=QUIET, anchor="end")
        for (_, points), colour in zip(series, COLOURS):
            picture.path([(across.at(x), up.at(y)) for x, y in points], colour)
        picture.y = bottom + 24
    for tick in across.ticks():
        picture.text(across.at(tick), picture.y - 8, shown(tick), size=11, colour=QUIET, anchor="middle")
    picture.text(WIDTH / 2, picture.y + 10, x_label, size=11, colour=QUIET, anchor="middle")
    picture.y += 10
    return picture.written()
