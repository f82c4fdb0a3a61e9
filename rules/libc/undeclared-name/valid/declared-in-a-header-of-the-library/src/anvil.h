#define WEIGHT 12
long hammer(int weight);
