import sys

from program.local.run import main

sys.exit(main())
