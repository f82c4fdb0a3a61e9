$ dune build
[1]
