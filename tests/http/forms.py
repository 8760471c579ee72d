"""Bodies of multipart/form-data requests."""


def form(fields, files=(), boundary="----boundary7MA4YWxk"):
    """(body, headers) of a multipart/form-data request: fields are (name, text), files (file name, type, bytes)."""
    lines = []
    for name, text in fields:
        lines += [f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'.encode() + text.encode() + b"\r\n"]
    for name, kind, content in files:
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="attachments"; filename="{name}"\r\nContent-Type: {kind}\r\n\r\n'
        lines += [head.encode() + content + b"\r\n"]
    body = b"".join(lines) + f"--{boundary}--\r\n".encode()
    return body, {"Content-Type": f"multipart/form-data; boundary={boundary}"}
