# The first purchase: ./run prints what follows these two lines, and `sh tools/first_purchase.sh` does it.
# shellcheck shell=sh
api=http://127.0.0.1:8000/api/v1
json='Content-Type: application/json'

# 1. Log in as Ada. The token is good for ten minutes.
token=$(curl -sS "$api/users/login" -H "$json" \
  -d '{"email":"ada@example.com","password":"ada-demo-password"}' | jq -r .access_token)
ada="Authorization: Bearer $token"

# 2. Look for a product and put two of it into the basket.
product=$(curl -sS "$api/products?in_stock=true&sort=price&limit=1" | jq '.data[0].id')
curl -sS "$api/products/$product" | jq '{id, name, price, stock}'
curl -sS "$api/users/basket/items" -H "$ada" -H "$json" -d "{\"product_id\":$product,\"quantity\":2}" | jq '{item_count, total}'

# 3. Pay the basket. The key makes it safe to send this again: it is charged once.
payment=$(curl -sS "$api/payments" -H "$ada" -H "$json" -H "Idempotency-Key: first-purchase-$(date +%s)" \
  -d '{"basket":"current","payment_method_id":"pm_card_visa"}' | jq -r .id)
curl -sS "$api/payments/$payment" -H "$ada" | jq '{id, status, amount}'

# 4. What happened to it, step by step. A moment later the basket is empty and the stock is less by two.
curl -sS "$api/payments/$payment/events" -H "$ada" | jq -c '.data[]'
sleep 1
curl -sS "$api/users/basket" -H "$ada" | jq '{item_count, total}'
curl -sS "$api/products/$product" | jq '{id, name, stock}'
