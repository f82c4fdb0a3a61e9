%{
let pause () = Unix.sleep 1
%}
%token END
%start <unit> phrase
%%
phrase: END { pause () }
