// crypto/der.h: whether bytes are DER, the one encoding of ASN.1 that a signed thing has (X.690,
// 10).
#pragma once
#include <string_view>

namespace crypto {
/// Whether `bytes` are one element and nothing behind it, and it and all that it holds have
/// definite lengths in their shortest form, tag numbers below 31, and the constructed form for
/// sequences and sets alone of the universal kinds. Nothing is looked at inside octet and bit
/// strings; a default that is written out and a set in another order are let pass. False too for
/// what is nested deeper than any certificate.
bool is_der(std::string_view bytes);
}  // namespace crypto
