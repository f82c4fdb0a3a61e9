module Unix = Kestrel_unix
