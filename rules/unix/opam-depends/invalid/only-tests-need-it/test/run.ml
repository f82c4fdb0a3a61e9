let () = OUnit2.(run_test_tt_main ("all" >::: []))
