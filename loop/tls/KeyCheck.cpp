// SPDX-License-Identifier: MIT
#include "loop/tls/KeyCheck.h"

#include "loop/tls/internal/OpenSsl.h"

#include <openssl/err.h>
#include <openssl/pem.h>

namespace loop::tls {

KeyProblem checkKey(std::string_view certificate, std::string_view key)
{
    ERR_set_mark();
    const Certificate owner(
        PEM_read_bio_X509(reading(certificate).get(), nullptr, nullptr, nullptr));
    bool asked = false;
    const auto passphrase = [](char *, int, int, void *wasAsked) {
        *static_cast<bool *>(wasAsked) = true;
        return -1;
    };
    const Key found(PEM_read_bio_PrivateKey(reading(key).get(), nullptr, passphrase, &asked));
    const bool same = owner && found && X509_check_private_key(owner.get(), found.get()) == 1;
    ERR_pop_to_mark();
    if (!found)
        return asked ? KeyProblem::Encrypted : KeyProblem::NoKey;
    return same ? KeyProblem::None : KeyProblem::OfAnother;
}

} // namespace loop::tls
