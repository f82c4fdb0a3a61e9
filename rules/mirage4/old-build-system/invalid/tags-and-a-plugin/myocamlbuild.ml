let () = Ocamlbuild_plugin.dispatch ignore
