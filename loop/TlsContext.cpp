// SPDX-License-Identifier: MIT
#include "loop/TlsContext.h"

namespace loop {

TlsContext::~TlsContext() = default;

} // namespace loop
