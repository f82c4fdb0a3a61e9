struct shape { int width; };
