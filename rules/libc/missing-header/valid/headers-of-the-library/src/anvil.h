struct anvil { int weight; };
