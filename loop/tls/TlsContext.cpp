// SPDX-License-Identifier: MIT
#include "loop/tls/TlsContext.h"

#include "loop/Descriptor.h"
#include "loop/tls/KeyCheck.h"
#include "loop/tls/internal/ContextCallbacks.h"
#include "loop/tls/internal/KeyLog.h"
#include "loop/tls/internal/Sessions.h"
#include "loop/tls/internal/TlsTransport.h"
#include "loop/tls/internal/TlsWords.h"

#include <cerrno>
#include <new>

#include <fcntl.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <sys/stat.h>
#include <unistd.h>

namespace loop::tls {

namespace {

constexpr std::size_t largestFile = 16 << 20; // bytes; what the system trusts has 0.2 MiB

std::string contents(const std::string &path)
{
    // A FIFO is refused below, without waiting for its writer.
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    struct stat status { };
    if (!file || ::fstat(file.get(), &status) != 0)
        throwErrno("cannot read " + path);
    if (!S_ISREG(status.st_mode))
        throw ValueError(path + " is no regular file");
    std::string text;
    char part[16 * 1024];
    for (ssize_t count = 0; (count = ::read(file.get(), part, sizeof part)) != 0;) {
        if (count < 0)
            throwErrno("cannot read " + path);
        text.append(part, static_cast<std::size_t>(count));
        if (text.size() > largestFile)
            throw ValueError(path + " is too large to hold certificates");
    }
    return text;
}

std::vector<Certificate> certificatesIn(const std::string &pem, const std::string &path)
{
    std::vector<Certificate> found;
    const Bio bio = reading(pem);
    while (Certificate next {PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr)})
        found.push_back(std::move(next));
    ERR_clear_error(); // that there was no more
    if (found.empty())
        throw ValueError("no PEM certificate in " + path);
    return found;
}

Certificate certificateOf(const std::string &der)
{
    const auto *at = reinterpret_cast<const unsigned char *>(der.data());
    Certificate certificate(d2i_X509(nullptr, &at, static_cast<long>(der.size())));
    if (!certificate)
        throw ValueError("no certificate in DER form: " + takeError());
    return certificate;
}

int passphrase(char *buffer, int size, int, void *password)
{
    const auto &ask = *static_cast<const TlsContext::Password *>(password);
    if (!ask)
        return -1;
    const std::string given = ask();
    if (given.size() > static_cast<std::size_t>(size))
        return -1;
    given.copy(buffer, given.size());
    return static_cast<int>(given.size());
}

Key keyIn(const std::string &pem, const std::string &path, const TlsContext::Password &password)
{
    Key key(PEM_read_bio_PrivateKey(reading(pem).get(), nullptr, passphrase,
                                    const_cast<TlsContext::Password *>(&password)));
    ERR_clear_error();
    if (key)
        return key;
    if (checkKey({}, pem) == KeyProblem::Encrypted)
        throw ValueError("the private key in " + path + " is protected by "
                         + (password ? "another passphrase" : "a passphrase"));
    throw ValueError("no PEM private key in " + path);
}

// `chain` is not empty, and its key fits.
void useChain(SSL_CTX *context, const std::vector<Certificate> &chain, EVP_PKEY *key)
{
    STACK_OF(X509) *const rest = sk_X509_new_null();
    for (std::size_t i = 1; i < chain.size(); ++i)
        sk_X509_push(rest, chain[i].get());
    const bool used = SSL_CTX_use_cert_and_key(context, chain.front().get(), key, rest, 1) == 1;
    sk_X509_free(rest);
    if (!used)
        throw ValueError("the certificate cannot be used: " + takeError());
}

// A store of these alone; a server names them to its clients.
void trust(SSL_CTX *context, const std::vector<Certificate> &authorities)
{
    Store store(X509_STORE_new());
    STACK_OF(X509_NAME) *const names = sk_X509_NAME_new_null();
    for (const Certificate &authority : authorities) {
        X509_STORE_add_cert(store.get(), authority.get());
        sk_X509_NAME_push(names, X509_NAME_dup(X509_get_subject_name(authority.get())));
    }
    ERR_clear_error(); // of one that was there twice
    SSL_CTX_set_client_CA_list(context, names);
    SSL_CTX_set_cert_store(context, store.release());
}

void demand(int result, const char *what, const std::string &value)
{
    if (result == 1)
        return;
    throw ValueError(std::string(what) + " \"" + value + "\" cannot be used: " + takeError());
}

int numberOf(TlsVersion version) noexcept
{
    return version == TlsVersion::Tls13 ? TLS1_3_VERSION : TLS1_2_VERSION;
}

} // namespace

TlsContext::TlsContext()
    : m_context(SSL_CTX_new(TLS_method()))
    , m_sessions(std::make_unique<SessionCache>())
{
    if (!m_context)
        throw std::bad_alloc();
    SSL_CTX_set_options(m_context,
                        SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION
                            | SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_PRIORITIZE_CHACHA);
    SSL_CTX_set_mode(m_context, SSL_MODE_RELEASE_BUFFERS);
    SSL_CTX_set_read_ahead(m_context, 1); // a record at once, not its header first
    SSL_CTX_set_min_proto_version(m_context, TLS1_2_VERSION);
    constexpr unsigned char sessions[] = "loop";
    SSL_CTX_set_session_id_context(m_context, sessions, sizeof sessions - 1);
    ContextCallbacks::install(*this);
}

TlsContext::~TlsContext()
{
    SSL_CTX_free(m_context);
}

std::shared_ptr<TlsContext> TlsContext::forClient()
{
    std::shared_ptr<TlsContext> context(new TlsContext);
    context->trustSystem();
    context->setVerifyMode(VerifyMode::Required);
    return context;
}

std::shared_ptr<TlsContext> TlsContext::forServer(const std::string &certificateFile,
                                                  const std::string &keyFile,
                                                  const Password &password)
{
    std::shared_ptr<TlsContext> context(new TlsContext);
    context->loadCertChain(certificateFile, keyFile, password);
    return context;
}

void TlsContext::trustSystem()
{
    SSL_CTX_set_default_verify_paths(m_context);
    ERR_clear_error();
}

void TlsContext::loadCertChain(const std::string &certificateFile, const std::string &keyFile,
                               const Password &password)
{
    const std::vector<Certificate> chain
        = certificatesIn(contents(certificateFile), certificateFile);
    const Key key = keyIn(contents(keyFile), keyFile, password);
    if (X509_check_private_key(chain.front().get(), key.get()) != 1) {
        ERR_clear_error();
        throw ValueError("the private key in " + keyFile + " is not that of the certificate in "
                         + certificateFile);
    }
    useChain(m_context, chain, key.get());
}

void TlsContext::useCertChain(const std::vector<std::string> &der, const std::string &keyDer)
{
    std::vector<Certificate> chain;
    chain.reserve(der.size());
    for (const std::string &each : der)
        chain.push_back(certificateOf(each));
    if (chain.empty())
        throw ValueError("a chain of certificates must not be empty");
    const auto *at = reinterpret_cast<const unsigned char *>(keyDer.data());
    const Key key(d2i_AutoPrivateKey(nullptr, &at, static_cast<long>(keyDer.size())));
    if (!key)
        throw ValueError("no private key in DER form: " + takeError());
    useChain(m_context, chain, key.get());
}

void TlsContext::loadVerifyLocations(const std::string &caFile)
{
    trust(m_context, certificatesIn(contents(caFile), caFile));
}

void TlsContext::useAuthorities(const std::vector<std::string> &der)
{
    std::vector<Certificate> authorities;
    authorities.reserve(der.size());
    for (const std::string &each : der)
        authorities.push_back(certificateOf(each));
    trust(m_context, authorities);
}

void TlsContext::setVerifyMode(VerifyMode mode)
{
    m_verify = mode;
}

void TlsContext::setMinimumVersion(TlsVersion version)
{
    SSL_CTX_set_min_proto_version(m_context, numberOf(version));
}

void TlsContext::setMaximumVersion(TlsVersion version)
{
    SSL_CTX_set_max_proto_version(m_context, numberOf(version));
}

void TlsContext::setCiphers(const std::string &list)
{
    demand(SSL_CTX_set_cipher_list(m_context, list.c_str()), "the list of ciphers", list);
}

void TlsContext::setCipherSuites(const std::string &list)
{
    demand(SSL_CTX_set_ciphersuites(m_context, list.c_str()), "the list of cipher suites", list);
}

void TlsContext::setGroups(const std::string &list)
{
    demand(static_cast<int>(SSL_CTX_set1_groups_list(m_context, list.c_str())),
           "the list of groups", list);
}

void TlsContext::setAlpnProtocols(const std::vector<std::string> &protocols)
{
    std::string wire;
    for (const std::string &protocol : protocols) {
        if (protocol.empty() || protocol.size() > 255) // RFC 7301
            throw ValueError("ALPN protocols must be 1 to 255 in length");
        wire += static_cast<char>(protocol.size());
        wire += protocol;
    }
    m_alpn = protocols;
    SSL_CTX_set_alpn_protos(m_context, reinterpret_cast<const unsigned char *>(wire.data()),
                            static_cast<unsigned>(wire.size()));
    SSL_CTX_set_alpn_select_cb(m_context, wire.empty() ? nullptr : ContextCallbacks::chooseAlpn,
                               this);
}

void TlsContext::setServerNameCallback(ChooseByName choose)
{
    m_chooseByName = std::move(choose);
}

void TlsContext::setTickets(std::size_t count)
{
    SSL_CTX_set_num_tickets(m_context, count);
    if (count == 0)
        SSL_CTX_set_options(m_context, SSL_OP_NO_TICKET);
    else
        SSL_CTX_clear_options(m_context, SSL_OP_NO_TICKET);
}

void TlsContext::setKeylogFilename(const std::string &path)
{
    m_keylog = std::make_unique<KeyLog>(path);
    SSL_CTX_set_keylog_callback(m_context, ContextCallbacks::logSecret);
}

void TlsContext::checkUsable(Role role) const
{
    if (role == Role::Server && !SSL_CTX_get0_certificate(m_context) && !m_chooseByName)
        throw ValueError("a server's TLS context needs a certificate and its key: use forServer()");
}

std::shared_ptr<Transport> TlsContext::wrap(EventLoop &loop, std::shared_ptr<Transport> carrier,
                                            std::shared_ptr<Protocol> protocol,
                                            const Transport::Origin &origin,
                                            const std::string &serverName,
                                            const TlsTimeouts &timeouts)
{
    auto self = std::static_pointer_cast<const TlsContext>(shared_from_this());
    return std::make_shared<TlsTransport>(loop, std::move(carrier), std::move(protocol), origin,
                                          std::move(self), serverName, timeouts);
}

} // namespace loop::tls
