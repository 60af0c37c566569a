"""What is sold: products, prices, coupons, promotion codes, tax rates."""
