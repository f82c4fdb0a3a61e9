external heat : int -> int = "forge_heat"
