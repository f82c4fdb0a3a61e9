val berth : string
