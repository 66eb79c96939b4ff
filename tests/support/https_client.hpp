// A blocking HTTPS client for tests: TLS 1.3, any server certificate, a client certificate if given.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "crypto/bytes.hpp"
#include "tests/support/test_network.hpp"

namespace test {

struct HttpResponse {
    unsigned status = 0;
    std::map<std::string, std::string> headers;  // names in lower case
    crypto::Bytes body;
    std::string text() const { return crypto::to_text(body); }
    std::string problem() const;                 // name of the problem document, or ""
    bool operator==(const HttpResponse&) const = default;
};

class HttpsClient {
public:
    // Connects and shakes hands. `person` gives the certificate; null: none.
    HttpsClient(std::uint16_t port, const Person* person = nullptr);
    ~HttpsClient();
    HttpsClient(HttpsClient&&) noexcept;

    using Headers = std::map<std::string, std::string>;
    // Throws boost::system::system_error when the connection ends.
    HttpResponse request(std::string_view method, std::string_view target, crypto::ByteView body = {},
                         const Headers& headers = {});
    HttpResponse get(std::string_view target, const Headers& headers = {}) { return request("GET", target, {}, headers); }
    HttpResponse post(std::string_view target, std::string_view content_type, crypto::ByteView body);

    HttpResponse submit(const protocol::Entry& entry);
    HttpResponse submit(const std::vector<protocol::Entry>& batch);

    // Raw bytes over the same TLS, for what no client would send.
    void write_raw(std::string_view text);
    void close_write();                          // TCP FIN: nothing more will come
    void reset();                                // ends the connection with a TCP reset
    std::string read_until(std::string_view end);   // the end included; throws when the connection ends before
    std::string read_until_closed();             // everything until the end of the connection, however it ends

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace test
