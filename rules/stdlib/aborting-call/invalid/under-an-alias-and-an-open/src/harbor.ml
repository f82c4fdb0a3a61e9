module Os = Sys

let leave berth = Os.remove berth

let move a b =
  let open Sys in
  rename a b
