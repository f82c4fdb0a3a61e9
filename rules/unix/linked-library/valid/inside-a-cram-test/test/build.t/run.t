$ dune build ./demo.cma
