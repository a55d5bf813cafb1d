-- Births registered online by one citizen's token in all communes: one filing a request, no two alike.
-- With BENCH_KEYED each carries an Idempotency-Key.

dofile(os.getenv("BENCH_LUA") .. "/common.lua")
dofile(os.getenv("BENCH_LUA") .. "/filing.lua")

local headers = { ["content-type"] = "application/json" }
local keyed = os.getenv("BENCH_KEYED")
local places, number

function init()
  places = lines_of("BENCH_PLACES")
  headers.authorization = "Bearer " .. places[1]:match("(%S+)$")
  math.randomseed(os.time())
  number = math.random(1, 1e8)
end

function request()
  number = number + 1
  if keyed then headers["idempotency-key"] = "bench-" .. number end
  local commune = places[2 + number % (#places - 1)]:match("^(%S+)")
  return wrk.format("POST", "/api/v1/dossiers", headers, filing("1.001193", commune, number))
end
