let () = Sandbox.enter ()
