{
let started = Unix.gettimeofday ()
}
rule word = parse
  | ['a'-'z']+ as found { Some (started, found) }
  | eof { None }
