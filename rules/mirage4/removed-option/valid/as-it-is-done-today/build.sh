#!/bin/sh
# mirage build
echo "mirage build"
mirage configure -t unix && make build
mirage-build --unix
