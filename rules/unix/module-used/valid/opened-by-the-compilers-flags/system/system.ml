module Unix = System_unix
