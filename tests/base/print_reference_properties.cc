// tests/base/print_reference_properties.cc: prints what deploy/config/idkernel.properties must
// hold.
#include <cstdio>

#include "actors/base/settings.h"

int main() {
  std::fputs(config::reference_properties().c_str(), stdout);
  return 0;
}
