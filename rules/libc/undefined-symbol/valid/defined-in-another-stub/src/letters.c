int tolower(int letter)
{
  return letter | 32;
}
