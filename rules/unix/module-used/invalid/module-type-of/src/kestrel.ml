module type SYSTEM = module type of Unix
