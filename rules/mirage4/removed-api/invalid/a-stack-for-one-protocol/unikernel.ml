module Main (Stack : Tcpip.Stack.V4V6) = struct
  let start stack = Stack.listen stack
end
