-- The body of a filing: what a citizen fills in for a real procedure of the catalogue, with the papers that it asks for;
-- the declaration is handed in as one of them.

local families = { "Lò", "Giàng", "Vàng", "Sùng", "Tẩn", "Lý", "Nguyễn", "Hoàng", "Mùa", "Phàn", "Chẻo", "Tao", "Pờ", "Trần" }
local middles = { "A", "Thị", "Văn", "Mí", "Xuân", "Thanh" }
local givens = { "Páo", "Mai", "Dín", "Lan", "Sùng", "Hạnh", "Chư", "Vảng", "Nủ", "Thắng", "Khoa", "Súa", "Dua", "Pao", "Yến" }

local body = [[{"procedure":"%s","applicant":{"kind":"citizen","id_number":"0120850%05d","name":"%s %s %s",]]
  .. [["phone":"09123%05d","email":"bench%d@example.vn","birth_date":"1985-03-05","commune":"%s","address":"Bản Nậm Lúc"},]]
  .. [["channel":"online","counter":null,"competent_agency":null,"form":{"details":"Đăng ký cho %s Thị Bé"},]]
  .. [["documents":[%s],"result_delivery":{"method":"counter"}}]]
local papers = { ["1.001193"] = { "01", "02" }, ["1.001612"] = { "01" } }
for procedure, codes in pairs(papers) do
  for place, code in ipairs(codes) do codes[place] = string.format([[{"code":"%s","file_id":"%s"}]], code, os.getenv("BENCH_FILE")) end
  papers[procedure] = table.concat(codes, ",")
end

function filing(procedure, commune, number)
  local family = families[1 + number % #families]
  local middle, given = middles[1 + math.floor(number / 7) % #middles], givens[1 + math.floor(number / 3) % #givens]
  return string.format(body, procedure, number % 100000, family, middle, given, (number * 7) % 100000, number % 1000, commune,
    family, papers[procedure])
end
