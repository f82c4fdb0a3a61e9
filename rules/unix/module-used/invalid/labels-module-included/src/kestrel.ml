module Sys_calls = struct
  include UnixLabels
end
