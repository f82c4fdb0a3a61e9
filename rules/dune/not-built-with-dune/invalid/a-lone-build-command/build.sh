ocamlfind ocamlopt -a ferry.ml -o ferry.cmxa
