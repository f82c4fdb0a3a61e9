let berth root = root ^ "/berth"

let%test _ = berth (Sys.getcwd ()) <> ""
let%test_unit "clean" = Sys.remove "berth"
let%expect_test "berth" = print_string (berth (Sys.getcwd ())); [%expect {||}]

let%test_module "made" = (module struct
  let () = Sys.mkdir "berth" 0o755
end)

module%test Left = struct
  let () = Sys.rmdir "berth"
end

[%%test_unit let () = Sys.rename "berth" "quay"]
