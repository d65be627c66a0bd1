#!/bin/sh
sed -i 's/backoffLimit: .*/backoffLimit: 9/' "$1"
