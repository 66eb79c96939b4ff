#include "tests/support/connect_proxy.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <array>
#include <list>
#include <mutex>
#include <thread>

namespace test {

namespace asio = boost::asio;
using asio::ip::tcp;

struct ConnectProxy::State {
    explicit State(ProxyManners given) : manners(std::move(given)), acceptor(io, {asio::ip::address_v4::loopback(), 0}) {
        asio::co_spawn(io, accept(), asio::detached);
        thread = std::thread([this] { io.run(); });
    }
    ~State() {
        io.stop();
        thread.join();
    }

    asio::awaitable<void> accept() {
        for (;;) asio::co_spawn(io, serve(co_await acceptor.async_accept(asio::use_awaitable)), asio::detached);
    }
    std::string answer_to(const std::string& request) {
        const std::lock_guard lock(mutex);
        requests.push_back(request);
        if (!manners.answer.empty()) return manners.answer;
        if (!manners.authorization.empty() &&
            request.find("\r\nProxy-Authorization: " + manners.authorization + "\r\n") == std::string::npos)
            return "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: "
                   "5\r\n\r\nlogin";
        return "";
    }
    asio::awaitable<void> serve(tcp::socket client) {
        using namespace asio::experimental::awaitable_operators;
        boost::system::error_code error;
        std::string request;
        co_await asio::async_read_until(client, asio::dynamic_buffer(request, 4096), "\r\n\r\n",
                                        asio::redirect_error(asio::use_awaitable, error));
        if (error) co_return;
        if (const auto answer = answer_to(request); !answer.empty()) {
            co_await asio::async_write(client, asio::buffer(answer), asio::redirect_error(asio::use_awaitable, error));
            co_return;
        }
        const auto target = request.substr(8, request.find(' ', 8) - 8);   // "CONNECT 127.0.0.1:PORT HTTP/1.1"
        const auto asked = static_cast<std::uint16_t>(std::stoi(target.substr(target.rfind(':') + 1)));
        tcp::socket server(io);
        co_await server.async_connect({asio::ip::address_v4::loopback(), manners.lead_to ? manners.lead_to : asked},
                                      asio::redirect_error(asio::use_awaitable, error));
        if (error) {
            co_await asio::async_write(client,
                                       asio::buffer(std::string_view("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n")),
                                       asio::redirect_error(asio::use_awaitable, error));
            co_return;
        }
        co_await asio::async_write(client, asio::buffer(std::string_view("HTTP/1.1 200 Connection established\r\n\r\n")),
                                   asio::redirect_error(asio::use_awaitable, error));
        {
            const std::lock_guard lock(mutex);
            ++tunnels;
        }
        const auto place = open.insert(open.end(), {&client, &server});
        co_await (relay(client, server) && relay(server, client));
        open.erase(place);
    }
    static asio::awaitable<void> relay(tcp::socket& from, tcp::socket& to) {
        std::array<char, 16384> piece;
        boost::system::error_code error;
        while (!error) {
            const auto count =
                co_await from.async_read_some(asio::buffer(piece), asio::redirect_error(asio::use_awaitable, error));
            if (error) break;
            co_await asio::async_write(to, asio::buffer(piece.data(), count), asio::redirect_error(asio::use_awaitable, error));
        }
        from.close(error);
        to.close(error);
    }

    const ProxyManners manners;
    asio::io_context io;
    tcp::acceptor acceptor;
    std::list<std::pair<tcp::socket*, tcp::socket*>> open;   // on the thread
    mutable std::mutex mutex;
    std::vector<std::string> requests;   // guarded by mutex
    std::size_t tunnels = 0;             // guarded by mutex
    std::thread thread;
};

ConnectProxy::ConnectProxy(ProxyManners manners) : state_(std::make_unique<State>(std::move(manners))) {}
ConnectProxy::~ConnectProxy() = default;

std::uint16_t ConnectProxy::port() const { return state_->acceptor.local_endpoint().port(); }
std::string ConnectProxy::url(const std::string& user_information) const {
    return "http://" + user_information + (user_information.empty() ? "" : "@") + "127.0.0.1:" + std::to_string(port());
}
std::vector<std::string> ConnectProxy::requests() const {
    const std::lock_guard lock(state_->mutex);
    return state_->requests;
}
std::size_t ConnectProxy::tunnels() const {
    const std::lock_guard lock(state_->mutex);
    return state_->tunnels;
}
void ConnectProxy::cut() {
    asio::post(state_->io, [this] {
        boost::system::error_code ignored;
        for (auto& [client, server] : state_->open) {
            client->close(ignored);
            server->close(ignored);
        }
    });
}

}  // namespace test
