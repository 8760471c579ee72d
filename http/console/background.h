// http/console/background.h: long work beside those who serve requests.
#pragma once
namespace console {
/// The calling thread steps behind those who serve requests, at the processor and at the disk, for
/// as long as it lives.
void step_back();
}  // namespace console
