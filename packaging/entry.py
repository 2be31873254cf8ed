"""Where the frozen program begins; a module inside a package cannot be a script."""

import sys

from transom.__main__ import main

sys.exit(main())
