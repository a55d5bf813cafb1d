-- Reads: the paths of a file one after another, with the token or the cookie of one person.

dofile(os.getenv("BENCH_LUA") .. "/common.lua")

local requests, at = {}, 0

-- What a browser would write for letters with marks and spaces.
local function encoded(path)
  return (path:gsub("[^%w%p]", function(byte) return string.format("%%%02X", byte:byte()) end))
end

function init()
  local headers = { ["accept-encoding"] = "gzip" }
  local token, cookie = os.getenv("BENCH_TOKEN"), os.getenv("BENCH_COOKIE")
  if token then headers.authorization = "Bearer " .. token end
  if cookie then headers.cookie = cookie end
  for _, path in ipairs(lines_of("BENCH_PATHS")) do
    table.insert(requests, wrk.format("GET", encoded(path), headers))
  end
end

function request()
  at = at % #requests + 1
  return requests[at]
end
