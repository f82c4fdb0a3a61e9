#use "topfind"
#require "topkg"
