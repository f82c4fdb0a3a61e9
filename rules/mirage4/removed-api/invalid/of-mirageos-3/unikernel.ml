module Main (Console : Mirage_console.S) = struct
  let start console = Console.log console "ashore"
end
