// A TLS server for tests that does to its client what each connection's script says, one connection after the other.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>

#include <atomic>
#include <functional>
#include <thread>
#include <vector>

#include "clients/core/net/gateway_client.hpp"

namespace clients::test {

using Socket = boost::asio::ip::tcp::socket;
using HttpRequest = boost::beast::http::request<boost::beast::http::string_body>;

// What the server saw of a client's certificate.
struct SeenCertificate {
    crypto::tls::SpkiPin pin{};
    std::int64_t not_before = 0, not_after = 0;
};

// A connection after its handshake, as a script sees it. Blocking; every function throws when the client is gone.
class Peer {
public:
    explicit Peer(boost::asio::ssl::stream<Socket>& stream) : stream_(stream) {}
    HttpRequest read_request();                                              // a whole one, up to 16 MiB
    void write(std::string_view bytes);                                      // as they are
    void answer(int status, std::string_view type, std::string_view body);   // HTTP/1.1 with Content-Length
    std::optional<SeenCertificate> certificate() const;
    void wait_for_close();                                                   // reads until the client has closed

private:
    boost::asio::ssl::stream<Socket>& stream_;
    boost::beast::flat_buffer buffer_;
};

using Script = std::function<void(Peer&)>;

struct ServerOptions {
    bool tls12_only = false;
    std::function<void(Socket&)> instead_of_tls;  // takes the bare connection
};

class TestServer {
public:
    // The last script serves every further connection.
    explicit TestServer(std::vector<Script> scripts, ServerOptions options = {});
    ~TestServer();  // waits for the script that runs: destroy the client first

    Endpoint endpoint() const;              // with the right pin
    int connections() const { return connections_; }
    int handshakes() const { return handshakes_; }

private:
    void serve();
    void serve_one(Socket socket, const Script& script);

    std::vector<Script> scripts_;
    ServerOptions options_;
    crypto::tls::Key key_ = crypto::tls::Key::generate();
    boost::asio::io_context io_;
    boost::asio::ssl::context tls_{boost::asio::ssl::context::tls_server};
    boost::asio::ip::tcp::acceptor acceptor_;
    std::atomic<int> connections_ = 0, handshakes_ = 0;
    std::thread thread_;
};

}  // namespace clients::test
