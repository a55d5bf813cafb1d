-- Whole lifecycles, each step by the token of the officer whose turn it is: a household business is filed online, received,
-- assigned, proposed, approved, signed, issued, handed over. A connection that got an answer sends that dossier's next step.

dofile(os.getenv("BENCH_LUA") .. "/common.lua")
dofile(os.getenv("BENCH_LUA") .. "/filing.lua")

-- By the dossier's version: who acts, how, and the rest of the body.
local steps = {
  { "counter", "receive", "" },
  { "leader", "assign", [[,"officer":"thuly.%s"]] },
  { "case", "propose", [[,"content":"Hồ sơ đầy đủ, đúng quy định; đề nghị cấp giấy chứng nhận."]] },
  { "leader", "approve", "" },
  { "leader", "sign", "" },
  { "clerk", "complete", [[,"number":"125/GCN"]] },
  { "counter", "return-result", [[,"received_by":"Người nộp hồ sơ"]] },
}

local citizen, places, tokens, waiting, number = nil, {}, {}, {}, 0
finished, wrong = 0, 0

function init()
  for _, line in ipairs(lines_of("BENCH_PLACES")) do
    local words = {}
    for word in line:gmatch("%S+") do table.insert(words, word) end
    if #words == 1 then
      citizen = words[1]
    else
      table.insert(places, words[1])
      tokens[words[2]] = { commune = words[1], counter = words[3], case = words[4], leader = words[5], clerk = words[6] }
    end
  end
  math.randomseed(os.time())
  number = math.random(1, 1e8)
end

local function headers(token)
  return { ["content-type"] = "application/json", authorization = "Bearer " .. token }
end

function request()
  local next = table.remove(waiting)
  if not next then
    number = number + 1
    return wrk.format("POST", "/api/v1/dossiers", headers(citizen), filing("1.001612", places[1 + number % #places], number))
  end
  local place, step = tokens[next.agency], steps[next.version]
  local body = string.format([[{"version":%d%s}]], next.version, string.format(step[3], place.commune))
  local path = "/api/v1/dossiers/" .. next.code .. "/actions/" .. step[2]
  return wrk.format("POST", path, headers(place[step[1]]), body)
end

function response(status, _, body)
  local version = tonumber(body:match('"version":(%d+)'))
  if status >= 300 or not version then
    if wrong == 0 then io.stderr:write(body, "\n") end
    wrong = wrong + (status < 400 and 1 or 0)
  elseif version > #steps then
    finished = finished + 1
  else
    table.insert(waiting, { code = body:match('"code":"([^"]+)"'), agency = body:match('"competent_agency":"([^"]+)"'), version = version })
  end
end
