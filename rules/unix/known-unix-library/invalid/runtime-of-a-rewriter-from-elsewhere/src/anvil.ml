let%test _ = true
