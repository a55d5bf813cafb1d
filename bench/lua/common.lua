-- What all loads share: what bench/run hands over in the environment, and one line of result.

local threads = {}

function setup(thread)
  table.insert(threads, thread)
end

-- The lines of a file that the environment names.
function lines_of(variable)
  local lines = {}
  for line in io.lines(os.getenv(variable)) do
    if line ~= "" then table.insert(lines, line) end
  end
  return lines
end

-- "result", a second, milliseconds at the median, at p99 and at most, answers that were errors. A second counts whole
-- lifecycles where the load walks them, requests otherwise.
function done(summary, latency, requests)
  local seconds = summary.duration / 1e6
  local count, counted, wrong = summary.requests, 0, 0
  for _, thread in ipairs(threads) do
    counted = counted + (tonumber(thread:get("finished")) or 0)
    wrong = wrong + (tonumber(thread:get("wrong")) or 0)
  end
  if os.getenv("BENCH_COUNT") == "finished" then count = counted end
  local errors = summary.errors
  local failed = errors.connect + errors.read + errors.write + errors.timeout + errors.status + wrong
  print(string.format("result %.1f %.2f %.2f %.2f %d", count / seconds, latency:percentile(50) / 1000,
    latency:percentile(99) / 1000, latency.max / 1000, failed))
end
