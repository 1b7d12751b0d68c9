#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The two programs that tests/store/power runs on its disks, with the trial's publisher:
#   power.sh write|careless|survive MOUNT MARKS
trial=$BUILD/tests/store/trial
case $1 in
write) exec "$trial" write "$2/store" "${PUBLICATIONS:-60}" "$3" ;;
careless) exec "$trial" write "$2/store" "${PUBLICATIONS:-60}" "$3" careless ;;
survive) exec "$trial" survive "$2/store" "$3" ;;
esac
exit 64
