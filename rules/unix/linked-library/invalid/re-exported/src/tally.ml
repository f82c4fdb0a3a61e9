include Tally_os
