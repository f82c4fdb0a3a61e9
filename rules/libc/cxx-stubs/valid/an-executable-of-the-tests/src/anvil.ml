let strike n = n
