-- bench/load/devices.lua: for wrk: bodies made from a template. Figures are those of load.lua. Arguments: the path, the
-- template, then for registrations the text that begins their serial numbers (SERIAL in the template is base64 of base64 of
-- one of 27 letters), for validations how many devices there are (NUMBER is one of them, by chance).
dofile(debug.getinfo(1, "S").source:match("^@(.*/)") .. "load.lua")

local letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
local floor = math.floor

-- Of a text whose length is a multiple of three.
local function base64(text)
  local out = {}
  for i = 1, #text, 3 do
    local a, b, c = text:byte(i, i + 2)
    local bits = a * 65536 + b * 256 + c
    for _, step in ipairs({262144, 4096, 64, 1}) do
      local at = floor(bits / step) % 64 + 1
      out[#out + 1] = letters:sub(at, at)
    end
  end
  return table.concat(out)
end

local function split(text, mark)
  local parts, from = {}, 1
  while true do
    local first, last = text:find(mark, from, true)
    parts[#parts + 1] = text:sub(from, (first or #text + 1) - 1)
    if not first then return parts end
    from = last + 1
  end
end

function init(args)
  answered, bad, refused, made = 0, 0, 0, 0
  wrk.headers["Content-Type"] = "application/json"
  path, run_name, devices = args[1], args[3], tonumber(args[3])
  parts = split(args[2], devices and "NUMBER" or "SERIAL")
  math.randomseed(7)
end

function request()
  made = made + 1
  local word = devices and string.format("%08d", math.random(0, devices - 1))
    or base64(base64(string.format("%s%09d", run_name, made)))
  return wrk.format("POST", path, nil, table.concat(parts, word))
end
