int __popcountdi2(long weight)
{
  int bits = 0;
  for (; weight != 0; weight &= weight - 1) bits++;
  return bits;
}
