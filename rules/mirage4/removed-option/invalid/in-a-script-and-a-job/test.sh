#!/bin/sh
# mirage build was enough once
(cd ferry && mirage configure -t hvt && make depends && mirage build) || exit 1
opam exec -- mirage build
